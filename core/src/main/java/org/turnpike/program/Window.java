package org.turnpike.program;

/**
 * How a kernel moves over an image: the geometry of a convolution or of average pooling.
 *
 * <p>An image is a per-sample value of {@code channels · height · width} numbers, channel by channel and row by row. The
 * kernel covers {@code kernelHeight × kernelWidth} pixels, and is put down every {@code stride} pixels in both directions,
 * beginning {@code padding} pixels outside the image; outside there are zeros. As in most libraries a convolution does not
 * turn its kernel round: {@code y[q, i, j] = Σ W[q, c, k, l] · x[c, i·stride + k − padding, j·stride + l − padding]}.
 *
 * @param channels of the image that the kernel moves over
 * @param height of that image
 * @param width of that image
 * @param stride at least 1
 * @param padding at least 0, less than either side of the kernel
 */
public record Window(int channels, int height, int width, int kernelHeight, int kernelWidth, int stride, int padding) {

    public Window {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("An image needs at least one channel, row and column, found " + channels
                    + " × " + height + " × " + width);
        }
        if (kernelHeight < 1 || kernelWidth < 1 || stride < 1) {
            throw new IllegalArgumentException("A kernel needs at least one row and column and a stride of at least 1,"
                    + " found " + kernelHeight + " × " + kernelWidth + ", stride " + stride);
        }
        if (padding < 0 || padding >= Math.min(kernelHeight, kernelWidth)) {
            throw new IllegalArgumentException("A kernel of " + kernelHeight + " × " + kernelWidth
                    + " needs a padding of at least 0 that is less than either side, found " + padding);
        }
        if (kernelHeight > height + 2 * padding || kernelWidth > width + 2 * padding) {
            throw new IllegalArgumentException("A kernel of " + kernelHeight + " × " + kernelWidth
                    + " does not fit an image of " + height + " × " + width + " with padding " + padding
                    + ". Use a smaller kernel or more padding.");
        }
        if ((double) channels * height * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("An image has at most " + Integer.MAX_VALUE + " numbers, found "
                    + channels + " × " + height + " × " + width);
        }
    }

    /** Rows of the result. */
    public int outputHeight() {
        return (height + 2 * padding - kernelHeight) / stride + 1;
    }

    /** Columns of the result. */
    public int outputWidth() {
        return (width + 2 * padding - kernelWidth) / stride + 1;
    }

    /** Numbers of the image: {@code channels · height · width}. */
    public int imageSize() {
        return channels * height * width;
    }

    /** Pixels of one channel of the result. */
    public int positions() {
        return outputHeight() * outputWidth();
    }

    /** Pixels that the kernel covers. */
    public int taps() {
        return kernelHeight * kernelWidth;
    }

    /** Numbers that one number of a convolution's result sums up: {@code channels · kernelHeight · kernelWidth}. */
    public int fanIn() {
        return Math.multiplyExact(channels, taps());
    }

    /** The row of the image under row {@code tap} of the kernel at row {@code position} of the result, or −1 outside. */
    public int row(int position, int tap) {
        int row = position * stride + tap - padding;
        return row < height ? Math.max(row, -1) : -1;
    }

    /** The column of the image under column {@code tap} of the kernel at column {@code position}, or −1 outside. */
    public int column(int position, int tap) {
        int column = position * stride + tap - padding;
        return column < width ? Math.max(column, -1) : -1;
    }

    /** A place of a result, and a pixel of the image that the kernel covers when it is put down there. */
    @FunctionalInterface
    public interface Pair {
        /**
         * @param position among the {@link #positions}
         * @param tap among the {@link #taps}
         * @param pixel of one channel
         */
        void visit(int position, int tap, int pixel);
    }

    /** Visits all pairs, places in their order, and for each its taps in theirs; what is covered outside the image is left out. */
    public void pairs(Pair pair) {
        for (int i = 0; i < outputHeight(); i++) {
            for (int j = 0; j < outputWidth(); j++) {
                for (int k = 0; k < kernelHeight; k++) {
                    for (int l = 0; l < kernelWidth; l++) {
                        int row = row(i, k);
                        int column = column(j, l);
                        if (row >= 0 && column >= 0) {
                            pair.visit(i * outputWidth() + j, k * kernelWidth + l, row * width + column);
                        }
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return kernelHeight + "×" + kernelWidth + " over " + channels + "×" + height + "×" + width + " stride " + stride
                + " padding " + padding;
    }
}
