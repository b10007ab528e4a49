package org.turnpike.sensitivity;

/**
 * How often the forward solve keeps its state for the way back.
 *
 * <p>With a checkpoint every k steps, memory is steps / k + k states and every step is computed twice; the gradient is the
 * same to the last bit, as the second computation is the first one again.
 *
 * @param interval steps from one checkpoint to the next, at least 1
 */
public record Checkpoints(int interval) {

    /** Keeps every step's state and computes nothing twice. */
    public static final Checkpoints EVERY_STEP = new Checkpoints(1);

    public Checkpoints {
        if (interval < 1) {
            throw new IllegalArgumentException("Checkpoints are at least 1 step apart, found " + interval);
        }
    }
}
