error("one\ntwo\r\nerror: three  [E9999]\n  help: do it")
