return require "../../../etc/passwd"
