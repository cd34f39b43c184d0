# Thin aliases of dev.py, which does the work and needs nothing but Python.
.PHONY: demo test lint bundle diagrams

demo test lint bundle diagrams:
	python3 dev.py $@
