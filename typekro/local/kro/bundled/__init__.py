"""kro's own CustomResourceDefinitions, without descriptions; written by tools/bundle_kro_crds.py."""
