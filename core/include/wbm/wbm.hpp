// wbm/wbm.hpp - everything an application needs: log media to a Run or an Artifact and read it back.
#pragma once

#include <wbm/artifact.hpp>
#include <wbm/artifact_links.hpp>
#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/npy.hpp>
#include <wbm/part.hpp>
#include <wbm/registry.hpp>
#include <wbm/run.hpp>
#include <wbm/store.hpp>
#include <wbm/tensor.hpp>
#include <wbm/value.hpp>
#include <wbm/value_stream.hpp>
#include <wbm/value_writer.hpp>
#include <wbm/version.hpp>
