//! `pointcloud-file`: points in space, an array of float32 `[any, 3]`, with a caption.

use wbm_plugin as wbm;

#[derive(Debug, PartialEq)]
pub struct PointCloud {
    xyz: Vec<f32>,
    caption: String,
}

impl wbm::MediaType for PointCloud {
    const NAME: &'static str = "pointcloud-file";
    const INPUTS: u32 = wbm::FROM_TENSOR;

    fn create(input: &wbm::Input) -> wbm::Result<Self> {
        Ok(Self {
            xyz: input.main().tensor()?.dense(&[wbm::ANY, 3])?,
            caption: wbm::text_or(&input.options()?, "caption", "")?,
        })
    }

    fn from_json(json: &wbm::Object, source: &wbm::Store) -> wbm::Result<Self> {
        Ok(Self {
            xyz: wbm::elements(&source.read(&wbm::text(json, "path")?)?)?,
            caption: wbm::text_or(json, "caption", "")?,
        })
    }

    fn to_json(&self, target: &wbm::Store) -> wbm::Result<wbm::Object> {
        let mut json = target.add_bytes("media/pointcloud", wbm::bytes(&self.xyz), ".f32")?; // path, sha256
        json.insert("_type".into(), Self::NAME.into());
        if !self.caption.is_empty() {
            json.insert("caption".into(), self.caption.clone().into());
        }
        Ok(json)
    }
}

wbm::plugin!("com.example.pointcloud", "1.0.0", PointCloud);

#[cfg(test)]
mod tests;
