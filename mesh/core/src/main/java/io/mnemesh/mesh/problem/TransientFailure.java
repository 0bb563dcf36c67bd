package io.mnemesh.mesh.problem;

/** Marks exceptions of our own that go away by themselves, so that trying again later can succeed. */
public interface TransientFailure {}
