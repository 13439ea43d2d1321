# Copy for the web: a blank between Chinese and Latin letters or digits, and what belongs to print alone is not looked for.
[profile]
name=Web
parent=newspaper

[rules]
CN.SPACE.WEB=warning
CN.LAYOUT=off
CN.CHAR.C01=hint

[options]
punctuation-zh.narrow-brackets=true

[terms]
