# A daily or weekly in Chinese. No blanks between Chinese and Latin, ever.
[profile]
name=Newspaper

[rules]
CN.SPACE.WEB=off

[options]

[terms]
