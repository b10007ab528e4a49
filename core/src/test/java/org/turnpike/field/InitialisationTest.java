package org.turnpike.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InitialisationTest {

    @Test
    void drawsUniformlyWithinTheBoundOfTheFanIn() {
        float[] weights = draw("field.layer0.weight", 7, 40_000, Initialisation.Uniform.fanIn(16));
        double sum = 0;
        double squares = 0;
        for (float weight : weights) {
            assertThat(Math.abs(weight)).isLessThanOrEqualTo(0.25f);
            sum += weight;
            squares += (double) weight * weight;
        }
        assertThat(sum / weights.length).isCloseTo(0, within(0.003));
        assertThat(squares / weights.length).isCloseTo(0.25 * 0.25 / 3, within(0.0005));
    }

    /** Pinned, so that another platform or release that draws other bits is found out. */
    @Test
    void drawsTheSameBitsEverywhere() {
        assertThat(draw("field.layer0.weight", 7, 3, Initialisation.Uniform.fanIn(2)))
                .containsExactly(0.49174193f, 0.4395017f, 0.66218346f);
    }

    @Test
    void dependsOnSeedAndNameOnly() {
        float[] drawn = draw("a", 1, 5, new Initialisation.Uniform(1));
        assertThat(draw("a", 1, 5, new Initialisation.Uniform(1))).containsExactly(drawn);
        assertThat(draw("b", 1, 5, new Initialisation.Uniform(1))).isNotEqualTo(drawn);
        assertThat(draw("a", 2, 5, new Initialisation.Uniform(1))).isNotEqualTo(drawn);
    }

    @Test
    void everyParameterOfALayerStartsByTheLayersFanIn() {
        Map<String, Initialisation> initialisations =
                Mlp.of("field", 2, List.of(16), 3, Activation.TANH).initialisations();
        assertThat(initialisations.get("field.layer0.weight")).isEqualTo(new Initialisation.Uniform(1 / Math.sqrt(2)));
        assertThat(initialisations.get("field.layer0.bias")).isEqualTo(new Initialisation.Uniform(1 / Math.sqrt(2)));
        assertThat(initialisations.get("field.layer1.weight")).isEqualTo(new Initialisation.Uniform(0.25));
        assertThat(initialisations.get("field.layer1.bias")).isEqualTo(new Initialisation.Uniform(0.25));
    }

    @Test
    void refusesABoundThatIsNone() {
        assertThatThrownBy(() -> new Initialisation.Uniform(0))
                .hasMessage("expected a finite bound above 0, found 0.0");
    }

    private static float[] draw(String name, long seed, int size, Initialisation initialisation) {
        float[] weights = new float[size + 2];
        initialisation.fill(weights, 1, size, name, seed);
        assertThat(weights[0]).isZero();
        assertThat(weights[size + 1]).isZero();
        return Arrays.copyOfRange(weights, 1, size + 1);
    }
}
