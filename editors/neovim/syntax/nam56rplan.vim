" What `nam56r plan` prints. Statuses look as they do in recipes.
if exists('b:current_syntax')
  finish
endif

syntax match nam56rPlanTitle /\%1l.*/
syntax match nam56rPlanNative /\<native ●\|●/
syntax match nam56rPlanCustom /\<custom ◐\|◐/
syntax match nam56rPlanBlocked /\<blocked ○\|○\|\<OPEN\>/
syntax match nam56rPlanRefused /^NOT RUNNABLE.*/
syntax match nam56rPlanRunnable /^runnable\>.*/
syntax match nam56rPlanHeading /^index  number .*\|^Seams (.*/
syntax match nam56rPlanLabel /^\(authored\|translated\|to Megatron\|mtp\)\ze \{2,}/
syntax match nam56rPlanNumber /^ *\d\+–\d\+\|\[\d\+\]/
syntax match nam56rPlanCode /`[^`]*`/

highlight default link nam56rPlanTitle Title
highlight default link nam56rPlanNative Nam56rNative
highlight default link nam56rPlanCustom Nam56rCustom
highlight default link nam56rPlanBlocked Nam56rBlocked
highlight default link nam56rPlanRefused DiagnosticError
highlight default link nam56rPlanRunnable DiagnosticOk
highlight default link nam56rPlanHeading Statement
highlight default link nam56rPlanLabel Identifier
highlight default link nam56rPlanNumber Number
highlight default link nam56rPlanCode String

let b:current_syntax = 'nam56rplan'
