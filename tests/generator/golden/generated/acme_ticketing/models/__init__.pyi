from .common import Pagination as Pagination
from .errors import Error as Error
from .event_exhibits import ExhibitPage as ExhibitPage
from .event_exhibits import Floor as Floor
from .exhibits import Described as Described
from .exhibits import Exhibit as Exhibit
from .exhibits import Kind as Kind
from .exhibits import NewExhibit as NewExhibit
from .payments import Purchase as Purchase
from .rooms import Room as Room
from .sessions import Session as Session

__all__ = [
    "Pagination",
    "Error",
    "ExhibitPage",
    "Floor",
    "Described",
    "Exhibit",
    "Kind",
    "NewExhibit",
    "Purchase",
    "Room",
    "Session",
]
