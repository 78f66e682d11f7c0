return { ("%p%a"):format(1, 2) }
