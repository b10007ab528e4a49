package org.turnpike.spark.reproduce.stable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.turnpike.data.generator.Moons;

class BayesRuleTest {

    /** At a noise of 0.1 the moons hardly touch; at 0.5 they lie over each other. */
    @Test
    void itIsRightAboutAsManyAsTheNoiseAllows() {
        assertThat(BayesRule.accuracy(new Moons(400, 0.01, 1))).isEqualTo(1);
        assertThat(BayesRule.accuracy(new Moons(4000, 0.1, 3))).isCloseTo(0.9993, within(0.0015));
        assertThat(BayesRule.accuracy(new Moons(2000, 0.5, 1))).isBetween(0.7, 0.9);
    }
}
