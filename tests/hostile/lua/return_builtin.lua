return { score = print }
