package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    private static final List<String> VALID = List.of("annuli", "circles", "moons", "spirals");

    @Test
    void findsTheNameWithTheFewestEdits() {
        assertThat(NearestName.among(VALID, "moon")).contains("moons");
        assertThat(NearestName.among(VALID, "spirlas")).contains("spirals");
        assertThat(NearestName.among(VALID, "ANNULI")).contains("annuli");
        assertThat(NearestName.among(VALID, "cricle")).contains("circles");
    }

    @Test
    void suggestsNothingFarFetched() {
        assertThat(NearestName.among(VALID, "iris")).isEmpty();
        assertThat(NearestName.among(List.of(), "moons")).isEmpty();
        assertThat(NearestName.suggestion(VALID, "xyz")).isEmpty();
        assertThat(NearestName.suggestion(VALID, "mons")).isEqualTo("Did you mean 'moons'? ");
    }

    @Test
    void countsASwapOnceAndPrefersTheFirstOfEqualNames() {
        assertThat(NearestName.among(List.of("abXd", "abdc"), "abcd")).contains("abXd");
        assertThat(NearestName.among(List.of("aXcX", "abdc"), "abcd")).contains("abdc");
    }
}
