"""Warm kernels: each forked, fresh, from a template that has imported the stack.

A kernelspec asks for them by naming the provisioner ``warm-provisioner`` and the modules that its
template imports; docs/operate.md shows one.  Where forking is not safe or not there, the kernel is
spawned as ever, and the provisioner says why.
"""
