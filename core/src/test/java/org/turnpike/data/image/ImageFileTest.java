package org.turnpike.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.turnpike.data.DataError;

class ImageFileTest {
    private static final int RED = 0xff804020;

    @Test
    void coloursComeInPlanes() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(2, 1, RED);
        for (String format : new String[] {"png", "bmp"}) {
            Image decoded = ImageFile.decode(file(image, format), "a." + format);
            assertThat(decoded.shape()).isEqualTo(new ImageShape(3, 2, 3));
            assertThat(unsigned(decoded))
                    .containsExactly(0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0x20);
            assertThat(decoded.numbers()[5]).isEqualTo(128 / 255f);
        }
    }

    /** Java would turn grey samples into other ones, as if they were linear. */
    @Test
    void greySamplesAreTakenAsTheyAre() throws IOException {
        BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(1, 0, 0, 100);
        assertThat(ImageFile.decode(file(grey, "png"), "a.png"))
                .isEqualTo(new Image(new ImageShape(1, 1, 2), new byte[] {0, 100}));
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 65_535);
        deep.getRaster().setSample(1, 0, 0, 25_700);
        assertThat(unsigned(ImageFile.decode(file(deep, "png"), "a.png"))).containsExactly(255, 100);
        BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.setRGB(0, 0, 0xffffffff);
        assertThat(ImageFile.decode(file(bits, "png"), "a.png"))
                .isEqualTo(new Image(new ImageShape(1, 1, 2), new byte[] {-1, 0}));
    }

    @Test
    void aJpegIsDecodedToNearlyWhatWasWritten() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 256; pixel++) {
            image.setRGB(pixel % 16, pixel / 16, RED);
        }
        Image decoded = ImageFile.decode(file(image, "jpg"), "a.jpg");
        assertThat(decoded.shape()).isEqualTo(new ImageShape(3, 16, 16));
        assertThat(unsigned(decoded)[0]).isBetween(0x7b, 0x85);
        assertThat(unsigned(decoded)[2 * 256]).isBetween(0x1b, 0x25);
    }

    @Test
    void whatIsBrokenIsSaid() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (String format : new String[] {"jpg", "png"}) {
            byte[] whole = file(image, format);
            for (int length : new int[] {12, whole.length / 2, whole.length - whole.length / 8}) {
                assertThatThrownBy(() -> ImageFile.decode(Arrays.copyOf(whole, length), "cats/7." + format))
                        .isInstanceOf(DataError.class)
                        .hasMessageStartingWith("cats/7." + format + ": expected ")
                        .hasMessageEndingWith("Write the file again, or leave it out.");
            }
        }
        assertThatThrownBy(() -> ImageFile.decode("x,y\n1,2\n".getBytes(StandardCharsets.US_ASCII), "a.jpg"))
                .hasMessage(
                        "a.jpg: expected a JPEG, PNG, GIF or BMP image, found 8 bytes of another kind. Write the file"
                                + " again, or leave it out.");
        assertThatThrownBy(() -> ImageFile.decode(new byte[0], "a.jpg")).hasMessageContaining("found an empty file");
    }

    @Test
    void whatCanBeSeenThroughIsRefused() throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, RED);
        image.setRGB(1, 0, RED);
        image.setRGB(0, 1, RED);
        image.setRGB(1, 1, RED);
        assertThat(ImageFile.decode(file(image, "png"), "a.png").shape()).isEqualTo(new ImageShape(3, 2, 2));
        image.setRGB(1, 0, 0x7f804020);
        assertThatThrownBy(() -> ImageFile.decode(file(image, "png"), "a.png"))
                .hasMessageContaining("found a transparent pixel in row 0, column 1");
    }

    static byte[] file(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).as(format).isTrue();
        return bytes.toByteArray();
    }

    private static int[] unsigned(Image image) {
        int[] values = new int[image.pixels().length];
        Arrays.setAll(values, i -> Byte.toUnsignedInt(image.pixels()[i]));
        return values;
    }
}
