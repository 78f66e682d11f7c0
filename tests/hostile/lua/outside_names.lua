return { os.execute("touch /tmp/owned") }
