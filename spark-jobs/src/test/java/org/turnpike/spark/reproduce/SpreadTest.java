package org.turnpike.spark.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest {

    @Test
    void theMedianStandsBeforeTheRange() {
        assertThat(Spread.of(3, 1, 2).text()).isEqualTo("2 (1–3)");
        assertThat(Spread.of(1, 2, 3, 5)).isEqualTo(new Spread(2.5, 1, 5));
        assertThat(Spread.of(0.996, 0.99, 1).percent()).isEqualTo("99.6 (99–100) %");
    }

    @Test
    void figuresThatAreWrittenAlikeStandOnce() {
        assertThat(Spread.of(0.12341, 0.12342).text()).isEqualTo("0.123");
        assertThatThrownBy(Spread::of).hasMessage("Expected at least one figure, found none.");
    }

    @ParameterizedTest
    @CsvSource({"0.0000082, 8.2e-6", "0.0712, 0.0712", "1.5, 1.5", "140.28, 140", "0, 0", "1000000, 1.0e6", "-2.5, -2.5"
    })
    void threeDigitsAreEnough(double value, String text) {
        assertThat(Spread.significant(value)).isEqualTo(text);
    }
}
