"""Warm kernels: each forked, fresh, from a process that has imported the libraries.

A kernelspec asks for them by naming the provisioner ``warm-provisioner`` and the modules to import;
docs/operate.md shows one.  Where a fork would not be as good as a new process, the kernel is
spawned as usual, and the provisioner says why.

Start here
----------
provisioner     what jupyter_client calls: fork a kernel or spawn it
client          start a fork server (the "template"), ask it for kernels, watch them
protocol        the messages between the two, with open files
forkserver      the process that imports once and forks: its loop
preload         what it imports, and what the imports open, set and load
preconditions   reasons not to fork
postfork        what a forked process puts right before it is a kernel
sockets         where kernels can talk through sockets in a folder
fast_client     a kernel client that waits for the answer and not for a fixed time
"""
