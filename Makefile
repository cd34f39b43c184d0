# Thin aliases of dev.py, which does the work and needs nothing but Python.
.PHONY: demo test lint bundle

demo test lint bundle:
	python3 dev.py $@
