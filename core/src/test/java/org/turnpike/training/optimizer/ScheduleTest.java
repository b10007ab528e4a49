package org.turnpike.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void theConstantOneStays() {
        assertThat(new Schedule.Constant().factor(17, 20)).isEqualTo(1);
    }

    @Test
    void theExponentialOneDecaysEveryEpoch() {
        Schedule schedule = new Schedule.Exponential(0.999);
        assertThat(schedule.factor(0, 800)).isEqualTo(1);
        assertThat(schedule.factor(3, 800)).isCloseTo(0.999 * 0.999 * 0.999, within(1e-15));
    }

    /** DEEP App. F.3: 0.1 times the rate from epochs 60, 100 and 140 on. */
    @Test
    void milestonesDecayTheRateWhereTheyStand() {
        Schedule schedule = new Schedule.Milestones(List.of(60, 100, 140), 0.1);
        assertThat(schedule.factor(59, 160)).isEqualTo(1);
        assertThat(schedule.factor(60, 160)).isCloseTo(0.1, within(1e-16));
        assertThat(schedule.factor(139, 160)).isCloseTo(0.01, within(1e-16));
        assertThat(schedule.factor(159, 160)).isCloseTo(0.001, within(1e-16));
    }

    @Test
    void theCosineGoesFromOneTowardsItsFinalFraction() {
        Schedule schedule = new Schedule.Cosine(0.2);
        assertThat(schedule.factor(0, 10)).isEqualTo(1);
        assertThat(schedule.factor(5, 10)).isCloseTo(0.6, within(1e-15));
        // of CosineAnnealingLR(optimizer, T_max=10, eta_min=0.2) at a rate of 1, after nine epochs
        assertThat(schedule.factor(9, 10)).isCloseTo(0.2195773935, within(1e-10));
        assertThat(schedule.factor(0, 1)).isEqualTo(1);
        assertThat(schedule.factor(12, 10)).isCloseTo(0.2, within(1e-15));
    }

    @Test
    void theCosineSpendsNoEpochAtARateOfNothing() {
        assertThat(new Schedule.Cosine(0).factor(1, 2)).isCloseTo(0.5, within(1e-15));
    }

    @Test
    void refusesWhatIsNoSchedule() {
        assertThatThrownBy(() -> new Schedule.Exponential(1.5))
                .hasMessage("The decay of a schedule must lie in (0, 1], found 1.5.");
        assertThatThrownBy(() -> new Schedule.Milestones(List.of(5, 5), 0.1))
                .hasMessage("Milestones must be epochs of at least 1, ascending; found [5, 5].");
        assertThatThrownBy(() -> new Schedule.Cosine(-0.1))
                .hasMessage("The final fraction of a cosine schedule must lie in [0, 1], found -0.1.");
    }
}
