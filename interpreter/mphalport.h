// Nothing: this port has no pins, clocks or interrupts, and MicroPython's headers ask for this file.
