package org.turnpike.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageTest {
    private static final Image GREY = new Image(new ImageShape(1, 2, 4), new byte[] {0, 40, 80, 120, 0, 0, 40, 40});

    @Test
    void scalingTakesTheMeanOfWhatAPixelCovers() {
        assertThat(GREY.resized(1, 2)).isEqualTo(new Image(new ImageShape(1, 1, 2), new byte[] {10, 70}));
        // a third of the columns covers one and a third of them
        assertThat(GREY.resized(2, 3))
                .isEqualTo(new Image(new ImageShape(1, 2, 3), new byte[] {10, 60, 110, 0, 20, 40}));
        assertThat(GREY.resized(2, 8).pixels()).startsWith(0, 0, 40, 40, 80, 80, 120, 120);
        assertThat(GREY.resized(2, 4)).isSameAs(GREY);
    }

    @Test
    void greyAndColour() {
        Image colour = GREY.withChannels(3);
        assertThat(colour.shape()).isEqualTo(new ImageShape(3, 2, 4));
        assertThat(colour.withChannels(1)).isEqualTo(GREY);
        byte[] green = new byte[3];
        green[1] = -1;
        assertThat(new Image(new ImageShape(3, 1, 1), green).withChannels(1).numbers()[0])
                .isEqualTo(150 / 255f);
    }

    @Test
    void namesTellTheShape() {
        ImageShape colour = new ImageShape(3, 2, 1);
        assertThat(PixelNames.of(colour))
                .containsExactly("red.r0c0", "red.r1c0", "green.r0c0", "green.r1c0", "blue.r0c0", "blue.r1c0");
        assertThat(PixelNames.shape(PixelNames.of(colour))).contains(colour);
        assertThat(PixelNames.shape(List.of("r0c0", "r0c1", "r1c0", "r1c1"))).contains(new ImageShape(1, 2, 2));
        assertThat(PixelNames.shape(List.of("r0c0", "r1c0", "r0c1", "r1c1"))).isEmpty();
        assertThat(PixelNames.shape(List.of("r0c0", "r1c1"))).isEmpty();
        assertThat(PixelNames.shape(List.of("x", "y"))).isEmpty();
        assertThat(PixelNames.shape(List.of())).isEmpty();
    }
}
