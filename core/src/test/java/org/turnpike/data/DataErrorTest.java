package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataErrorTest {
    @Test
    void rendersItsFourPartsOnOneLine() {
        DataError error = new DataError("a.csv, line 2", "a number", "'x'", "Correct it.");

        assertThat(error).hasMessage("a.csv, line 2: expected a number, found 'x'. Correct it.");
        assertThat(error.where()).isEqualTo("a.csv, line 2");
        assertThat(error.expected()).isEqualTo("a number");
        assertThat(error.found()).isEqualTo("'x'");
        assertThat(error.remedy()).isEqualTo("Correct it.");
    }

    @Test
    void quotesLongAndBinaryTextSafely() {
        assertThat(DataError.quoted("a\nb\u0000")).isEqualTo("'a\\u000ab\\u0000'");
        assertThat(DataError.quoted("x".repeat(50))).isEqualTo("'" + "x".repeat(40) + "…'");
    }
}
