"""A simulated day against the built bundle, in a real Chromium and with a real local server.

Real are the browser, the bundle, its Python, IndexedDB, cookies, the requests and the server. Compressed is time: the
pages' timers, ``Date`` and ``performance.now`` follow a clock of their own (``page/clock.js``), which jumps from one
timer to the next as soon as nothing is under way. Played are the widgets (``page/visitor.js``), a tab's sleep (its
timers stand still, and its clock jumps when it wakes) and a release (the folder of the build gets another name).
"""
