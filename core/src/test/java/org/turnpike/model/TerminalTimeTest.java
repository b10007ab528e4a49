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
    void aLearnedInitialTimeStaysInItsBoundsAndBeforeTheTerminalOne() {
        TerminalTime time = new TerminalTime(0, 1, 0.1, 2, new TerminalTime.InitialBounds(-1, 1.5, 0.25));
        assertThat(time.isInitialLearned()).isTrue();
        assertThat(time.withTimes(-3, 0.5)).isEqualTo(new TerminalTime(-1, 0.5, 0.1, 2, time.initial()));
        assertThat(time.withTimes(0.5, 0.6).value()).as("t0 + ε").isEqualTo(0.75);
        assertThat(time.withTimes(9, -9)).isEqualTo(new TerminalTime(1.5, 1.75, 0.1, 2, time.initial()));
        assertThat(time.withTimes(0.5, 9).value()).isEqualTo(2);
        TerminalTime fixed = TerminalTime.fixed(0, 1).withBounds(0.1, 2);
        assertThat(fixed.isInitialLearned()).isFalse();
        assertThat(fixed.withTimes(0.5, 0.7)).isEqualTo(fixed.withValue(0.7));
    }

    @Test
    void bothTimesKeepTheirDistanceInSinglePrecision() {
        Random random = new Random(5);
        for (int draw = 0; draw < 1000; draw++) {
            double margin = 0.001 + 0.1 * random.nextDouble();
            double lower = -random.nextDouble();
            double latest = random.nextDouble();
            double upper = latest + margin + 0.1 * random.nextDouble();
            TerminalTime.InitialBounds bounds = new TerminalTime.InitialBounds(lower, latest, margin);
            TerminalTime time = new TerminalTime(lower, upper, lower + margin, upper, bounds);
            float t0 = time.clipInitial((float) (4 * random.nextDouble() - 2));
            TerminalTime moved = time.withTimes(t0, time.value());
            float tf = moved.clip((float) (4 * random.nextDouble() - 2));
            assertThat((double) t0).as("draw %s", draw).isBetween(lower, latest);
            TerminalTime adopted = time.withTimes(t0, tf);
            assertThat(adopted.t0()).isEqualTo(t0);
            assertThat(adopted.value()).as("draw %s", draw).isEqualTo(tf).isGreaterThanOrEqualTo(t0 + margin);
        }
    }

    @Test
    void refusesInitialTimesWithoutRoom() {
        assertThatThrownBy(() -> new TerminalTime.InitialBounds(1, 0, 0.1))
                .hasMessageContaining("lower ≤ upper, found lower = 1.0, upper = 0.0");
        assertThatThrownBy(() -> new TerminalTime.InitialBounds(0, 1, 0)).hasMessageContaining("a margin ε above 0");
        assertThatThrownBy(() -> new TerminalTime(0, 1, 1, 1, new TerminalTime.InitialBounds(0, 0.95, 0.1)))
                .hasMessageContaining("must stay before the terminal time by ε = 0.1");
        assertThatThrownBy(() -> new TerminalTime(0, 1, 1, 1, new TerminalTime.InitialBounds(0.1, 0.5, 0.1)))
                .hasMessageContaining("must lie within its bounds [0.1, 0.5], found 0.0");
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
