package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "-2.5, -2.5", "+.5, 0.5", "1e-3, 0.001", "6.02E23, 6.02e23", "5., 5"})
    void readsDecimalNumbers(String text, double number) {
        assertThat(DecimalText.parse(text)).hasValue(number);
        assertThat(DecimalText.parse(" " + text + "\t")).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NaN", "Infinity", "-inf", "1d", "2f", "0x1p3", "1,5", "1_000", "--1", "1e", "٣"})
    void takesNothingElse(String text) {
        assertThat(DecimalText.parse(text)).isEmpty();
    }
}
