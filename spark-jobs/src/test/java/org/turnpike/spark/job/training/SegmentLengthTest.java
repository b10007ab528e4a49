package org.turnpike.spark.job.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SegmentLengthTest {
    private final AtomicLong clock = new AtomicLong();

    @Test
    void slowIterationsAreCutAsAsked() {
        SegmentLength length = length(OptionalDouble.empty());
        assertThat(length.next(0)).isEqualTo(50);
        at(100);
        length.ended(50, 100);
        assertThat(length.next(50)).isEqualTo(50);
    }

    @Test
    void quickIterationsAreNotCutBeforeASecond() {
        SegmentLength length = length(OptionalDouble.empty());
        at(3);
        length.ended(50, 0.05);
        assertThat(length.next(50)).isEqualTo(1000);
        at(4.02);
        length.ended(1050, 1.05);
        // going on cost 0.02 s: a second is fifty times as long
        assertThat(length.next(1050)).isEqualTo(1000);
        at(5.22);
        length.ended(2050, 2.05);
        // it cost 0.2 s: four seconds are twenty times as long
        assertThat(length.next(2050)).isBetween(4000L, 4050L);
    }

    @Test
    void theUserMaySetThePause() {
        SegmentLength length = length(OptionalDouble.of(0));
        at(1);
        length.ended(50, 0.05);
        assertThat(length.next(50)).isEqualTo(50);
    }

    @Test
    void aStageThatGoesOnIsCutAtTheSamePlaces() {
        SegmentLength length = length(OptionalDouble.empty());
        length.begins(20, 100);
        assertThat(length.next(20)).isEqualTo(30);
        at(1);
        length.ended(50, 100.03);
        assertThat(length.next(50)).isEqualTo(1000);
    }

    private SegmentLength length(OptionalDouble pause) {
        return new SegmentLength(50, pause, clock::get);
    }

    private void at(double seconds) {
        clock.set((long) (seconds * 1e9));
    }
}
