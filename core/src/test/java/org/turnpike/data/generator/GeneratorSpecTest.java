package org.turnpike.data.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.data.DataError;

class GeneratorSpecTest {
    @Test
    void readsOptionsInAnyOrderAndFillsInDefaults() {
        assertThat(GeneratorSpec.parse("moons?seed=-7&n=64")).isEqualTo(new Moons(64, 0.1, -7));
        assertThat(GeneratorSpec.parse("moons")).isEqualTo(new Moons(512, 0.1, 0));
        assertThat(GeneratorSpec.parse("annuli")).isEqualTo(new Annuli(512, 0.5, 1, 0.01, 0));
        assertThat(GeneratorSpec.parse("circles?factor=0.8")).isEqualTo(new Circles(512, 0.8, 0.1, 0));
        assertThat(GeneratorSpec.parse("spirals?arms=5&noise=0")).isEqualTo(new Spirals(512, 5, 0, 0));
        assertThat(GeneratorSpec.parse("random-images?side=32&channels=3"))
                .isEqualTo(new RandomImages(128, 3, 32, 10, 0));
        assertThat(GeneratorSpec.parse(" negation?n=10 ")).isEqualTo(new Negation(10, 0));
        assertThat(GeneratorSpec.parse("moons?seed=9223372036854775807"))
                .isEqualTo(new Moons(512, 0.1, Long.MAX_VALUE));
    }

    @Test
    void aFreshGeneratorSaysSo() {
        assertThat(GeneratorSpec.parse("moons?fresh=true&n=64")).isEqualTo(new Fresh(new Moons(64, 0.1, 0)));
        assertThat(GeneratorSpec.parse("moons?fresh=false&n=64")).isEqualTo(new Moons(64, 0.1, 0));
        assertThatThrownBy(() -> GeneratorSpec.parse("moons?fresh=yes"))
                .hasMessage(
                        "generator moons, option fresh: expected true or false, found 'yes'. Leave the option out for"
                                + " its default, false.");
    }

    @Test
    void describesItsGenerators() {
        assertThat(GeneratorSpec.names())
                .containsExactly("annuli", "circles", "moons", "negation", "random-images", "spirals");
        assertThat(GeneratorSpec.options("spirals"))
                .extracting(option -> option.name() + ": " + option.allowed() + "; " + option.standard())
                .containsExactly(
                        "n: a whole number from 2 to 100000000; 512",
                        "arms: a whole number from 2 to 100; 3",
                        "noise: a number from 0.0 to 100.0; 0.1",
                        "seed: a whole number of 64 bits; 0",
                        "fresh: true or false; false");
    }

    @Test
    void tellsGeneratorsFromFiles() {
        assertThat(new String[] {"moons", "moons?n=2", "moonz?n=2", "half-moons?n="})
                .allMatch(GeneratorSpec::isMeantBy);
        assertThat(new String[] {"moon", "moons.csv", "data/moons", "hdfs://host/moons?n=2", "part-0?", "a.csv?x=1", ""
                })
                .noneMatch(GeneratorSpec::isMeantBy);
    }

    @Test
    void anUnknownGeneratorIsNamedWithTheNearest() {
        assertThatThrownBy(() -> GeneratorSpec.parse("moon?n=8"))
                .isInstanceOf(DataError.class)
                .hasMessage(
                        "data 'moon?n=8': expected one of the generators annuli, circles, moons, negation, random-images, spirals, "
                                + "found 'moon'. Did you mean 'moons'? A file is named by its path or address.");
    }

    @Test
    void anUnknownOptionIsNamedWithTheNearestAndAllThatThereAre() {
        assertThatThrownBy(() -> GeneratorSpec.parse("negation?sed=8"))
                .hasMessage(
                        "data 'negation?sed=8': expected options written name=value and joined by '&', found 'sed=8'. "
                                + "Did you mean 'seed'? The options are n (a whole number from 2 to 100000000, by default 100); "
                                + "seed (a whole number of 64 bits, by default 0); fresh (true or false, by default false).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"moons?", "moons?n", "moons?n=8&", "moons?n=8,noise=1", "moons?n=8?noise=1", "moons?=8"})
    void malformedOptionsAreRefused(String spec) {
        assertThatThrownBy(() -> GeneratorSpec.parse(spec)).isInstanceOf(DataError.class);
    }

    @Test
    void anOptionGivenTwiceIsRefused() {
        assertThatThrownBy(() -> GeneratorSpec.parse("moons?n=8&n=9"))
                .hasMessage("data 'moons?n=8&n=9': expected each option once, found n twice. Leave one out.");
    }

    @Test
    void valuesOutOfRangeAreRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> GeneratorSpec.parse("moons?noise=-1"))
                .isInstanceOf(DataError.class)
                .hasMessage("generator moons, option noise: expected a number from 0.0 to 100.0, found -1.0. "
                        + "Leave the option out for its default, 0.1.");
        assertThatThrownBy(() -> GeneratorSpec.parse("moons?n=1.5"))
                .hasMessage("generator moons, option n: expected a whole number from 2 to 100000000, found '1.5'. "
                        + "Leave the option out for its default, 512.");
        assertThatThrownBy(() -> GeneratorSpec.parse("circles?factor=NaN"))
                .hasMessage("generator circles, option factor: expected a number from 0.0 to 0.99, found 'NaN'. "
                        + "Leave the option out for its default, 0.5.");
        assertThatThrownBy(() -> GeneratorSpec.parse("moons?n=99999999999")).hasMessageContaining("found 99999999999");
        assertThatThrownBy(() -> new Moons(1, 0, 0)).hasMessageContaining("option n: expected a whole number from 2");
        assertThatThrownBy(() -> new Moons(2, Double.NaN, 0)).hasMessageContaining("found NaN");
        assertThatThrownBy(() -> GeneratorSpec.parse("annuli?inner=1&outer=0.5"))
                .hasMessage("generator annuli, options inner and outer: expected an inner radius below the outer one, "
                        + "found 1.0 and 0.5. Swap them, or leave them out for 0.5 and 1.0.");
        assertThatThrownBy(() -> GeneratorSpec.parse("spirals?n=4&arms=5"))
                .hasMessage("generator spirals, options n and arms: expected at least one row for each arm, "
                        + "found 4 rows and 5 arms. Raise n or lower arms.");
    }
}
