return require "x\0\27[31m"
