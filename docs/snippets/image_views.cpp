#include <wbm/media/image.hpp>

#include <iostream>

// Stand-ins with the members that count; cv::Mat, Eigen::MatrixXf and std::mdspan have them too.
struct Mat {  // OpenCV: rows of B, G, R
    int rows, cols;
    unsigned char* data;
    std::size_t step;  // bytes from a row to the next
    int channels() const { return 3; }
    int depth() const { return 0; }  // CV_8U
};

struct Matrix {  // Eigen: column by column
    using Scalar = float;
    std::vector<float> numbers;
    std::int64_t rows() const { return 2; }
    std::int64_t cols() const { return 3; }
    std::int64_t rowStride() const { return 1; }
    std::int64_t colStride() const { return 2; }
    const float* data() const { return numbers.data(); }
};

struct View {  // std::mdspan with layout_stride
    double* numbers;
    static constexpr std::size_t rank() { return 2; }
    std::size_t extent(std::size_t axis) const { return axis == 0 ? 2 : 3; }
    std::size_t stride(std::size_t axis) const { return axis == 0 ? 3 : 1; }
    double* data_handle() const { return numbers; }
};

static int red(const wbm::Image& image) { return image.tensor("RGB").as<std::uint8_t>()[0]; }

int main() {
    unsigned char bgr[] = {255, 0, 0, 0, 0, 255};  // blue, red
    const wbm::Image picture(Mat{1, 2, bgr, 6}, {.layout = "HWC"});
    const wbm::Image as_it_is(wbm::Pixels(Mat{1, 2, bgr, 6}, wbm::ChannelOrder::rgb), {.layout = "HWC"});

    const wbm::Image depth(Matrix{{0.F, 3.F, 1.F, 4.F, 2.F, 5.F}}, {.window = {{0, 5}}});

    double numbers[] = {0, 1, 2, 3, 4, 5};
    const wbm::Image heat(View{numbers}, {.colormap = "turbo"});

    std::cout << "red of the first pixel: " << red(picture) << ", unswapped " << red(as_it_is) << '\n';
    const wbm::Tensor metres = depth.tensor();  // a span of its elements lives as long as it does
    for (const float x : metres.as<float>()) std::cout << x << ' ';
    std::cout << '\n' << heat.tensor("RGB").shape()[2] << " channels in the file, one in the array\n";
    return metres.as<float>()[1] == 1.F && red(picture) == 0 && red(as_it_is) == 255 ? 0 : 1;
}
