error("\27]0;owned\7\27[31mred\n\n\n/etc/passwd:1: fine\0")
