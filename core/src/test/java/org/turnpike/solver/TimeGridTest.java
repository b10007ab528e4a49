package org.turnpike.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeGridTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.01, 100",
        "0, 0.06, 0.01, 6", // DEEP's scripts end at 0.05
        "0, 0.07, 0.01, 7",
        "0, 0.29, 0.01, 29",
        "0, 0.0904, 0.01, 10",
        "0, 0.01001, 0.01, 2",
        "0, 0.010000000001, 0.01, 1", // rounding joins the step before
        "0, 0.003, 0.01, 1",
        "0.3, 0.3, 0.01, 1",
        "1, 0, 0.01, 100",
        "8, 1, 0.3, 24",
        "0, 1e6, 0.1, 10000000"
    })
    void countsStepsOfAFixedLength(double from, double to, double length, int steps) {
        TimeGrid grid = TimeGrid.of(new StepRule.Size(length), from, to);
        assertThat(grid.count()).isEqualTo(steps);
        assertThat(grid.time(0)).isEqualTo(from);
        assertThat(grid.time(steps)).isEqualTo(to);
        // The last step takes up what the others leave: it ends at t_f exactly.
        assertThat(grid.time(steps - 1) + grid.length(steps - 1)).isEqualTo(to);
        if (steps > 1) {
            assertThat(grid.length(0)).isEqualTo(Math.copySign(length, to - from));
            assertThat(Math.abs(grid.length(steps - 1))).isBetween(1e-9 * length, length * (1 + 1e-2));
        }
    }

    @Test
    void onlyTheLastStepOfAFixedLengthMovesWithTheEnd() {
        TimeGrid grid = TimeGrid.of(new StepRule.Size(0.25), 0, 0.9);
        assertThat(grid.count()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(grid.terminalShareOfLength(i)).isEqualTo(i == 3 ? 1 : 0);
            assertThat(grid.terminalShareOfStart(i)).isZero();
        }
    }

    @Test
    void everyOneOfEqualStepsMovesWithTheEnd() {
        TimeGrid grid = TimeGrid.of(new StepRule.Count(4), 1, 3);
        for (int i = 0; i < 4; i++) {
            assertThat(grid.time(i)).isEqualTo(1 + 0.5 * i);
            assertThat(grid.length(i)).isEqualTo(0.5);
            assertThat(grid.terminalShareOfLength(i)).isEqualTo(0.25);
            assertThat(grid.terminalShareOfStart(i)).isEqualTo(i / 4.0);
        }
    }

    @Test
    void mirroredStepsGoBackOverTheSamePoints() {
        TimeGrid grid = TimeGrid.of(new StepRule.Size(0.25), 0, 0.9);
        TimeGrid back = grid.mirrored();
        assertThat(back.count()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(back.time(i)).isEqualTo(grid.time(4 - i));
            assertThat(back.length(i)).isEqualTo(-grid.length(3 - i));
        }
        assertThat(back.time(4)).isCloseTo(0, within(0.0));
    }

    @Test
    void whatCannotBeCountedIsRefused() {
        assertThatThrownBy(() -> TimeGrid.of(new StepRule.Size(1e-9), 0, 1e6))
                .hasMessageContaining("steps of 1.0E-9")
                .hasMessageContaining("use longer steps");
        assertThatThrownBy(() -> TimeGrid.of(new StepRule.Count(3), 0, Double.NaN))
                .hasMessage("Expected finite times, found t0 = 0.0 and t_f = NaN");
        assertThatThrownBy(() -> new StepRule.Size(0)).hasMessageContaining("greater than 0, found 0.0");
        assertThatThrownBy(() -> new StepRule.Count(0)).hasMessage("A solve needs at least 1 step, found 0");
    }
}
