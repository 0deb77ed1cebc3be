// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/serve.h"
#include "app/cli/verbs.h"

int main(int argc, char **argv)
{
    return cli::run(argc, argv, agents::serve);
}
