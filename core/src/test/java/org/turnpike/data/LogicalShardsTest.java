package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogicalShardsTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "10, 3", "12, 4", "3, 8", "1000, 7"})
    void everyRowBelongsToOneShard(int rows, int count) {
        LogicalShards shards = new LogicalShards(rows, count);
        int dealt = 0;
        for (int shard = 0; shard < count; shard++) {
            int[] members = shards.rowsOf(shard);
            assertThat(members).hasSize(shards.members(shard));
            for (int member = 0; member < members.length; member++) {
                assertThat(members[member]).isEqualTo(dealt + member);
                assertThat(shards.row(shard, member)).isEqualTo(members[member]);
                assertThat(shards.shardOf(members[member])).isEqualTo(shard);
            }
            dealt += members.length;
        }
        assertThat(dealt).isEqualTo(rows);
        assertThat(IntStream.range(0, count).map(shards::members).max().getAsInt()
                        - IntStream.range(0, count).map(shards::members).min().getAsInt())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> new LogicalShards(0, 4))
                .hasMessage("expected at least one row and one logical shard, found 0 and 4");
        assertThatThrownBy(() -> new LogicalShards(4, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogicalShards(4, 2).row(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new LogicalShards(4, 2).members(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
