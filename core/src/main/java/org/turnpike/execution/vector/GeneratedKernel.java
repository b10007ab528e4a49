package org.turnpike.execution.vector;

/** A kernel's shape and its generated code, which can be exchanged for the same code in a fresh class. */
final class GeneratedKernel {

    private final KernelShape shape;
    private Kernel code;
    private volatile boolean givenUp;

    GeneratedKernel(KernelShape shape, Kernel code) {
        this.shape = shape;
        this.code = code;
    }

    KernelShape shape() {
        return shape;
    }

    /** What to run. Not volatile: a thread that still runs the exchanged code computes the same bits. */
    Kernel code() {
        return code;
    }

    /** Whether the compiler could not do better, however often the code was generated. */
    boolean isGivenUp() {
        return givenUp;
    }

    void giveUp() {
        givenUp = true;
    }

    void exchange(Kernel fresh) {
        code = fresh;
    }
}
