/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions that refer to texts: two are called, one is only in a table. */
#define HIDDEN __attribute__((visibility("hidden"), noinline, used))

volatile const char *seen;

HIDDEN void see(const char *text)
{
	seen = text;
}

__attribute__((used)) static const char nobody[] = "nobody's text";

HIDDEN void uses_first(void)
{
	see("the first text");
	seen = 0;
}

HIDDEN void uses_second(int times)
{
	while (times-- > 0)
		see("the second text");
}

HIDDEN void in_table(void)
{
	seen = 0;
	see("the second text");
	seen = 0;
}

void (*const table[])(void) = { in_table };

int main(int count, char **words)
{
	(void)words;
	uses_first();
	uses_second(count);
	table[0]();
	return nobody[0];
}
