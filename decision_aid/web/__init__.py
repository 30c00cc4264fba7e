"""How a patient meets the aid: views, forms and templates, with no database behind them."""
