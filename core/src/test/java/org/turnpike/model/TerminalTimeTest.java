package org.turnpike.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TerminalTimeTest {

    @Test
    void isBoundedByItsStart() {
        TerminalTime time = TerminalTime.fixed(0.5, 1.5).bounded(0.01, TerminalTime.UpperBound.AT_START);
        assertThat(time.lower()).isCloseTo(0.51, within(1e-15));
        assertThat(time.upper()).isEqualTo(1.5);
        assertThat(time.length()).isEqualTo(1);
    }

    @Test
    void isBoundedAroundItsStart() {
        TerminalTime time = TerminalTime.fixed(0.5, 1.5).bounded(0.01, TerminalTime.UpperBound.CENTRED);
        assertThat(time.upper()).isCloseTo(2 * 1.5 - 0.5 - 0.01, within(1e-15));
        assertThat((time.lower() + time.upper()) / 2).as("the centre is T_f").isCloseTo(1.5, within(1e-15));
    }

    @Test
    void clipsToItsBounds() {
        TerminalTime time = TerminalTime.fixed(0, 1).withBounds(0.1, 2);
        assertThat(time.withValue(0.05).value()).isEqualTo(0.1);
        assertThat(time.withValue(-3).value()).isEqualTo(0.1);
        assertThat(time.withValue(7).value()).isEqualTo(2);
        assertThat(time.withValue(0.7)).isEqualTo(new TerminalTime(0, 0.7, 0.1, 2));
    }

    @Test
    void neverLeavesItsBoundsInSinglePrecision() {
        Random random = new Random(4);
        for (int draw = 0; draw < 1000; draw++) {
            double lower = 0.001 + random.nextDouble();
            double upper = lower + random.nextDouble();
            TerminalTime time = new TerminalTime(0, lower, lower, upper);
            assertThat((double) time.clip(-1f)).as("draw %s", draw).isBetween(lower, upper);
            assertThat((double) time.clip(9f)).as("draw %s", draw).isBetween(lower, upper);
        }
    }

    @Test
    void refusesTimesAndBoundsThatAreUpsideDown() {
        assertThatThrownBy(() -> TerminalTime.fixed(1, 1))
                .hasMessage(
                        "The terminal time must be finite and later than t0 = 1.0, found 1.0. Choose a later terminal time.");
        assertThatThrownBy(() -> TerminalTime.fixed(0, 1).withBounds(2, 0.5))
                .hasMessage(
                        "The bounds of the terminal time must satisfy t0 < lower ≤ upper, found t0 = 0.0, lower = 2.0,"
                                + " upper = 0.5. Raise the upper bound or lower the lower one.");
        assertThatThrownBy(() -> TerminalTime.fixed(0, 1).withBounds(1.5, 2))
                .hasMessage(
                        "The terminal time must lie within its bounds [1.5, 2.0], found 1.0. Start inside the bounds, or"
                                + " move them.");
        assertThatThrownBy(() -> TerminalTime.fixed(0, 1).bounded(0, TerminalTime.UpperBound.AT_START))
                .hasMessage(
                        "The margin ε of the terminal time must be above 0, found 0.0. Use the solver's step, or a small"
                                + " number.");
        assertThatThrownBy(() -> TerminalTime.fixed(0, 0.005).bounded(0.01, TerminalTime.UpperBound.AT_START))
                .hasMessageContaining("must satisfy t0 < lower ≤ upper");
    }
}
