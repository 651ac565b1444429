#include "lab.hpp"

#include <lcms2.h>

#include <memory>
#include <new>

namespace wbm::image {
namespace {

struct Closer {
    void operator()(void* context) const noexcept { cmsDeleteContext(static_cast<cmsContext>(context)); }
};
struct ProfileCloser {
    void operator()(void* profile) const noexcept { cmsCloseProfile(profile); }
};
struct TransformCloser {
    void operator()(void* transform) const noexcept { cmsDeleteTransform(transform); }
};
using Profile = std::unique_ptr<void, ProfileCloser>;

// Made once, used by all threads: without lcms2's one-pixel cache a transform is not written to.
class Transform {
public:
    Transform(bool to_lab, cmsUInt32Number from_format, cmsUInt32Number to_format) {
        if (!context_) throw std::bad_alloc();
        auto* const context = static_cast<cmsContext>(context_.get());
        const Profile rgb(cmsCreate_sRGBProfileTHR(context));
        const Profile lab(cmsCreateLab2ProfileTHR(context, nullptr));
        if (!rgb || !lab) throw std::bad_alloc();
        transform_.reset(cmsCreateTransformTHR(context, (to_lab ? rgb : lab).get(), from_format,
                                               (to_lab ? lab : rgb).get(), to_format, INTENT_PERCEPTUAL,
                                               cmsFLAGS_NOCACHE));
        if (!transform_) throw std::bad_alloc();
    }

    /// Three bytes a pixel; `out` may be `in`. lcms2 counts in 32 bits, which a row never passes (max_dimension).
    void run(const std::uint8_t* in, std::uint8_t* out, std::uint64_t pixels) const noexcept {
        cmsDoTransform(transform_.get(), in, out, static_cast<cmsUInt32Number>(pixels));
    }

private:
    std::unique_ptr<void, Closer> context_{cmsCreateContext(nullptr, nullptr)};
    std::unique_ptr<void, TransformCloser> transform_;  // goes before its context
};

// lcms2 keeps a and b with 128 added, a picture as signed bytes.
void flip_signs(const std::uint8_t* in, std::uint8_t* out, std::size_t bytes) noexcept {
    for (std::size_t i = 0; i < bytes; i += 3) {
        out[i] = in[i];
        out[i + 1] = in[i + 1] ^ 128U;
        out[i + 2] = in[i + 2] ^ 128U;
    }
}

}  // namespace

Picture lab_of(const Picture& rgb) {
    static const Transform transform(true, TYPE_RGB_8, TYPE_Lab_8);
    Picture lab = Picture::blank(Mode::lab, rgb.size);
    for (std::size_t y = 0; y < rgb.size.height; ++y) {
        transform.run(rgb.row(y), lab.row(y), rgb.size.width);
        flip_signs(lab.row(y), lab.row(y), lab.row_bytes());
    }
    return lab;
}

Picture rgb_of_lab(const Picture& lab) {
    static const Transform transform(false, TYPE_Lab_8, TYPE_RGB_8);
    Picture rgb = Picture::blank(Mode::rgb, lab.size);
    for (std::size_t y = 0; y < lab.size.height; ++y) {
        flip_signs(lab.row(y), rgb.row(y), rgb.row_bytes());
        transform.run(rgb.row(y), rgb.row(y), lab.size.width);
    }
    return rgb;
}

}  // namespace wbm::image
