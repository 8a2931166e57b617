from .common import *
from .errors import *
from .event_exhibits import *
from .exhibits import *
from .payments import *
from .rooms import *
from .sessions import *
