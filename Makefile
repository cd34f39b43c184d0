# Thin aliases of dev.py, which does the work and needs nothing but Python.
.PHONY: demo test lint bundle diagrams bench

demo test lint bundle diagrams bench:
	python3 dev.py $@
