local lib = {
  a = 1 b = 2
}
return lib
