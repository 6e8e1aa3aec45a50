"""Made-up aanbieders: the demo's data files, and a generator of as many offers as asked for.

Plain values only; the code that puts them in the database stands with the services. It may use `portal.store` and
`portal.domain`. Everything here is invented: names, addresses, numbers and texts.
"""
