;;; probe.el --- eglot with the server, by Emacs's own functions  -*- lexical-binding: t -*-

;; emacs --batch -Q -l THE BLOCK OF editors/emacs.md -l probe.el FILE, in the workspace.  Prints one
;; line per check; the exit code is 1 when one has failed.

(require 'cl-lib)
(require 'eglot)
(require 'flymake)

(defvar probe-failed 0)

(defmacro probe-check (name &rest body)
  "Print whether BODY goes through without an error, under NAME."
  (declare (indent 1))
  `(condition-case problem
       (progn ,@body (princ (format "ok   %s\n" ,name)))
     (error (cl-incf probe-failed)
            (princ (format "FAIL %s: %S\n" ,name problem)))))

(defun probe-eventually (what look)
  "The value that LOOK gives once it gives one; an error about WHAT after 15 s."
  (let ((end (+ (float-time) 15)) found)
    (while (and (not (setq found (funcall look))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (or found (error "never came: %s" what))))

(defun probe-holds (text wanted)
  "An error unless TEXT holds WANTED."
  (unless (and (stringp text) (string-match-p (regexp-quote wanted) text))
    (error "%S is not in %S" wanted text)))

(defun probe-go (before after)
  "Put point between BEFORE and AFTER."
  (goto-char (point-min))
  (search-forward (concat before after))
  (backward-char (length after)))

(defun probe-findings (count)
  "What stands under each finding, with what it says, once there are COUNT."
  (probe-eventually (format "%d findings" count)
                    (lambda ()
                      (flymake-start)
                      (= (length (flymake-diagnostics)) count)))
  (mapcar (lambda (finding)
            (cons (buffer-substring-no-properties (flymake-diagnostic-beg finding)
                                                  (flymake-diagnostic-end finding))
                  (flymake-diagnostic-text finding)))
          (flymake-diagnostics)))

;; In batch nothing runs the hook that `eglot-ensure' waits for.
(let ((eglot-sync-connect 15))
  (find-file (car command-line-args-left))
  (setq command-line-args-left nil)
  (probe-check "the mode of recipes is taken by the name of the file"
    (unless (eq major-mode 'nam56r-yaml-mode) (error "%S" major-mode)))
  (probe-check "eglot knows the server for it"
    (apply #'eglot (eglot--guess-contact))
    (unless (eglot-managed-p) (error "not managed"))))

(probe-check "findings stand under their very text"
  (let ((found (probe-findings 2)))
    (probe-holds (cdr (assoc "R" found)) "M2RNN")
    (probe-holds (cdr (assoc "cary" found)) "did you mean `carry`?")
    (probe-go "\"é😀\", " "cary")
    (unless (= (point) (flymake-diagnostic-beg (car (flymake-diagnostics (point)))))
      (error "not where it is written"))))

(probe-check "hover explains a letter"
  (probe-go "pattern: AEM" "R")
  (let (told)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq told (or text "nothing"))))
    (probe-holds (probe-eventually "a hover" (lambda () told)) "M2RNN")))

(probe-check "completion offers the keys of the section"
  (probe-go "model:\n" "  hidden")
  (save-excursion
    (insert "  swig\n")
    (backward-char)
    (eglot--signal-textDocument/didChange)
    (let* ((capf (eglot-completion-at-point))
           (all (all-completions "swig" (nth 2 capf))))
      (unless (cl-some (lambda (word) (string-prefix-p "swiglu" word)) all) (error "%S" all)))
    (delete-region (line-beginning-position) (1+ (line-end-position)))
    (eglot--signal-textDocument/didChange)))

(probe-check "a code action renames the key"
  (probe-findings 2)
  (probe-go "\"é😀\", c" "ary")
  (let ((action (cl-find "Rename `seams.cary` to `carry`"
                         (eglot-code-actions (point) (point) "quickfix" nil)
                         :key (lambda (action) (plist-get action :title)) :test #'equal)))
    (unless action (error "not offered"))
    (eglot-execute (eglot-current-server) action))
  (probe-holds (buffer-string) "\"é😀\", carry: {}"))

(probe-check "findings follow an edit"
  (probe-go "carry: {" "}")
  (insert "R: M")
  (eglot--signal-textDocument/didChange)
  (probe-findings 0))

(probe-check "M-x nam56r-plan shows the plan of the buffer"
  (nam56r-plan)
  (probe-holds (with-current-buffer "*nam56r plan*" (buffer-string)) "\nrunnable"))

(probe-check "other YAML is left alone"
  (with-current-buffer (find-file-noselect "ordinary.yaml")
    (unless (eq major-mode 'yaml-mode) (error "%S" major-mode))
    (when (eglot-managed-p) (error "managed"))))

(probe-check "the server ends"
  (eglot-shutdown (eglot-current-server) nil 10))

(dolist (buffer (buffer-list)) (with-current-buffer buffer (set-buffer-modified-p nil)))
(princ (if (= probe-failed 0) "all passed\n" (format "%d failed\n" probe-failed)))
(kill-emacs (min probe-failed 1))
;;; probe.el ends here
