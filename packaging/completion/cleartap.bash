# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for cleartap
_cleartap() {
    local cur=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    [[ $cur == -* ]] && COMPREPLY=($(compgen -W '--proto --keys --with-this-machine --help --help-all --version' -- "$cur"))
}
complete -o default -F _cleartap cleartap
