package org.turnpike.training.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TilingTest {

    @Test
    void givesEveryTileItsOwnUnitWhileThereAreFew() {
        Tiling tiling = Tiling.withGradients(64, 100);
        assertThat(tiling.tiles(1)).isEqualTo(1);
        assertThat(tiling.tiles(64 * 32)).isEqualTo(32);
        assertThat(tiling.tilesPerUnit(32)).isEqualTo(1);
        assertThat(tiling.tilesPerUnit(33)).isEqualTo(2);
    }

    @Test
    void largeModelsHaveFewerUnits() {
        assertThat(Tiling.withGradients(64, 1 << 20).mostUnits()).isEqualTo(4);
        assertThat(Tiling.withGradients(64, 100_000_000).mostUnits()).isEqualTo(1);
        assertThat(Tiling.withoutGradients(64).mostUnits()).isEqualTo(1024);
    }
}
