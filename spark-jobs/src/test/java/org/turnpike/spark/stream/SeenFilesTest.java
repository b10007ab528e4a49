package org.turnpike.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeenFilesTest {
    @Test
    void entriesAfterTheOffsetAreThoseOfNoMicroBatch() {
        assertThat(SeenFiles.after("{\"logOffset\":2}", List.of("0", "1", "2", "3", "4", "notes")))
                .containsExactly("3", "4");
        assertThat(SeenFiles.after("{\"logOffset\":4}", List.of("0", "1", "2", "3", "4")))
                .isEmpty();
    }

    @Test
    void aCompactEntryGoesOnlyWhereTheOlderOnesAreThere() {
        assertThat(SeenFiles.after("{\"logOffset\":2}", List.of("0", "1", "2", "3.compact")))
                .containsExactly("3.compact");
        assertThat(SeenFiles.after("{\"logOffset\":12}", List.of("10", "11", "12", "13.compact", "9.compact")))
                .containsExactly("13.compact");
        assertThat(SeenFiles.after("{\"logOffset\":12}", List.of("11", "12", "13.compact")))
                .isEmpty();
    }

    @Test
    void otherSourcesKeepOtherNotes() {
        assertThat(SeenFiles.after("{\"topic\":{\"0\":23}}", List.of("0", "1"))).isEmpty();
        assertThat(SeenFiles.after("-", List.of("0"))).isEmpty();
    }
}
